"""An organisation leaves or merges: everything that it carried gets a new home."""
