// The recorder and the explanations of a trace.
