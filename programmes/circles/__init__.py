"""Knowledge circles keep themselves going: starting, joining, handing on, writing, resting."""
