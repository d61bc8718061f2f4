"""From a result to a Plotly figure with its title and its alt text. One palette, one template."""
