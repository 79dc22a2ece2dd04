"""The filter graph of a segment. It holds numbers and names of our own; no word from outside can reach it.

Every clip becomes frames of the same size, rate, time base and colour tags; clips are joined by cuts or transitions;
titles and captions are drawn on the result. Nothing in a graph says where in the ad its segment stands, so that equal
segments of two ads have equal graphs.
"""
