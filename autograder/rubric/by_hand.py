"""Points of what a person grades. Autograded points stand on the checks themselves."""

BY_HAND = {
    "vgg_architecture": 3,
    "input_output_dimensions": 2,
    "saturation": 2,
    "why_integrated_gradients": 4,
    "role_of_the_baseline": 4,
    "alternative_baselines": 4,
    "compare_baselines": 6,
}
