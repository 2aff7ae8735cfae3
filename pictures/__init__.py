"""Pictures that people upload: opened within limits, read for QR codes, and photographs held to a notice's rules."""
