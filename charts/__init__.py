"""From a result to a figure with its title and its alt text. One palette, one layout."""
