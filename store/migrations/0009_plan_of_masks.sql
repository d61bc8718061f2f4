-- Which plan of masks a set of figures was made by; NULL where an earlier version of the program made it.
ALTER TABLE figure_sets ADD COLUMN plan BIGINT;

-- How many cells that plan cannot protect, because an older one has hidden too few beside them.
ALTER TABLE figure_sets ADD COLUMN exposed BIGINT;
