"""Outside witnesses to the log: time stamps, cosignatures, the paper register."""
