"""Pages of programmes, platforms, knowledge circles and joint activities."""
