"""The demonstration: a made-up city, a simulated phone and a clock that can be run ahead."""
