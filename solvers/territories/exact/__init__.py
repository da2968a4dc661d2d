"""Small plans solved to proof: fewer choices by bounds, then integer programs with connection by cuts."""
