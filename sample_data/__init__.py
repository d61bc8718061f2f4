"""Sample data: files of a municipality whose units, people and figures are invented."""
