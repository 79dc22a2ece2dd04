"""Ad templates: the ten ad structures as edit grammars."""
