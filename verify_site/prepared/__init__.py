"""What a person takes from the guide to their unit: the pack, the hand-over code, and a photo that fits."""
