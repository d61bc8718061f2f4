-- Which plan of masks a set of figures was made by; NULL where an earlier version of the program made it.
ALTER TABLE figure_sets ADD COLUMN plan BIGINT;
