-- Whether the dates of the spells were cut at the file's edges, so that `langtid` is at least so much.
ALTER TABLE fravaer ADD COLUMN klippet BOOLEAN;
