"""uvicorn with room for deep calls, as `octant realtime` runs it: both sides of a measurement."""

from uvicorn.main import main

from octant.kit.stack import roomy

if __name__ == "__main__":
    roomy(main)()
