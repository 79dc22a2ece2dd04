"""All tables in one metadata: importing a module of rows registers them."""

from geminivideo.attribution.insights import tables as insights
from geminivideo.core import events
from geminivideo.core.database import Base
from geminivideo.core.jobs import store as jobs
from geminivideo.creative import tables as creative
from geminivideo.footage import tables as footage
from geminivideo.footage.watching import tables as watching
from geminivideo.oracle import tables as oracle
from geminivideo.oracle.account import tables as lessons
from geminivideo.rendering import tables as rendering
from geminivideo.rendering.brand import tables as brand
from geminivideo.rendering.library import tables as library

METADATA = Base.metadata
ROW_MODULES = (events, jobs, creative, insights, footage, watching, oracle, lessons, rendering, library, brand)
