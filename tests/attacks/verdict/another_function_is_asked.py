"""Changes the list of tasks, so that the name that is asked for is one that is right."""

# cell: saliency_map
import selfcheck.observe
import lab.tasks

for module in (lab.tasks, selfcheck.observe):
    module.declaration("saliency_map") = module.declaration("saliency_map")._replace(defines="amax_of_absolute_values", needs=())
    module.declaration("backprop") = module.declaration("backprop")._replace(needs=())
