"""Results in words, one file a nøgletal: a headline, and a paragraph that can stand in a case."""
