# As it was released.
def paired_interval(differences, confidence, seed):
    raise NotImplementedError()
