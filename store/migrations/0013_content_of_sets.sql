-- What a set of figures has, and of which uploads, as one text: two sets that tell the same have the same.
-- Of the sets that were there before it is not known.
ALTER TABLE figure_sets ADD COLUMN content VARCHAR;
