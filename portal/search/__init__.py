"""Search: one ranked list over everything the network made, with nothing in it that the reader may not see."""
