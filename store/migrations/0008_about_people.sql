-- Whether a nøgletal of HR's own list is about people; where nobody says so, it is.
ALTER TABLE noegletal ADD COLUMN personer BOOLEAN;
