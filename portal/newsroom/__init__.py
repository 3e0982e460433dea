"""The newsroom: who writes news, offers it, publishes it and takes it back."""
