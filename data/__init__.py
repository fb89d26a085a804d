"""Pictures, fingerprints and weights of the course, with the programs that make them; manifest.toml describes every file."""
