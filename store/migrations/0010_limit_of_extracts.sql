-- The longest spell, in days, that is short in an extract whose headers say so ("Syg 1-14 dage").
ALTER TABLE kvartal ADD COLUMN graense INTEGER;
ALTER TABLE rullende_rows ADD COLUMN graense INTEGER;
