"""Never comes back when it is asked, and catches what is raised to end it."""


# seconds: 2
# cell: saliency_map
def saliency_map(gradients):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
