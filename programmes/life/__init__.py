"""The life of a programme: from a proposal to its last day, each step a decision."""
