"""Sample data: twelve quarterly extracts of a municipality whose units and figures are invented."""
