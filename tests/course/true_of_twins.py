"""What is true of each known mistake besides its own name: other mistakes' names, and general statements. Written by hand.

Where a mistake is left out of the catalogue nothing else may be said of it. A statement is true only if it holds on every
case, not on those alone where quadratures agree; a name only if its description and its hint both fit.
"""

ONE_LINE_A_COLOUR = {"line_for_each_channel"}
STRETCHED = {"straight_line", "line_for_each_channel"}

TRUE: dict[str, dict[str, set[str]]] = {
    "pre_processing": {
        "no_division_by_255": ONE_LINE_A_COLOUR,
        "divided_by_255_twice": ONE_LINE_A_COLOUR,
        "not_normalised": ONE_LINE_A_COLOUR,
        "no_division_by_std": ONE_LINE_A_COLOUR,
        "no_subtraction_of_mean": ONE_LINE_A_COLOUR,
        "mean_and_std_swapped": ONE_LINE_A_COLOUR,
        "order_of_subtraction_and_division": ONE_LINE_A_COLOUR,
        "one_half_for_all": ONE_LINE_A_COLOUR,
        "divided_by_the_images_maximum": ONE_LINE_A_COLOUR,
        "stretched_to_the_images_range": ONE_LINE_A_COLOUR,
        "normalised_twice": ONE_LINE_A_COLOUR,
        "own_statistics": ONE_LINE_A_COLOUR,
        "own_statistics_by_channel": ONE_LINE_A_COLOUR,
        "first_statistics_for_all": ONE_LINE_A_COLOUR,
        "pre_processed_twice": ONE_LINE_A_COLOUR,
        "axes_of_the_image": {"channels_last"},
        "channels_reversed": {"mirrored", "other_places"},
        "reshape_instead_of_transpose": {"other_places"},
        "height_and_width_swapped": {"axes_permuted", "other_places"},
        "channels_last": {"axes_permuted", "other_places"},
        "no_batch_axis": {"axes_of_length_one"},
        "batch_axis_last": {"axes_permuted"},  # not axes_of_length_one: there are four of them, as there should be
    },
    "predict": {
        "class_zero_taken_for_none": {"other_class"},
        "least_likely_class": {"other_class"},
        "class_zero_without_a_target": {"other_class"},
        "last_class_without_a_target": {"other_class"},
        "target_ignored": {"other_class"},
        "a_plain_number": {"first_image_only"},
        "class_axis_dropped": {"axes_of_length_one"},
    },
    "backprop": {
        "gradients_all_zero": {"all_zero", "one_value"},
        "class_zero_taken_for_none": {"other_class"},
        "target_ignored": {"other_class"},
        "twice_the_gradient": {"scaled", "scaled_case_by_case"},
        "divided_by_the_number_of_images": {"scaled_case_by_case"},
        "absolute_values": {"signs_wrong"},
        "in_units_of_pixels": ONE_LINE_A_COLOUR,
        "in_units_of_the_image_in_0_1": ONE_LINE_A_COLOUR,
        "channels_last": {"axes_permuted", "other_places"},
        "one_axis_too_many": {"axes_of_length_one"},
    },
    "saliency_map": {
        "signed_winner": {"signs_wrong"},
        "channel_axis_kept": {"axes_of_length_one"},
        "stretched_to_0_1": {"straight_line"},
        "divided_by_the_largest": {"scaled_case_by_case"},
        "transposed": {"axes_permuted", "other_places"},
    },
    "vgg_hook": {
        "hook_doubles_the_gradient": {"scaled", "scaled_case_by_case"},  # the gradient that reaches the image
        "absolute_gradient": {"signs_wrong"},
        "gradient_without_the_batch_axis": {"gradient_of_the_first_image_only"},
    },
    "pool_gradients": {
        "sum_instead_of_mean": {"scaled_case_by_case"},
        "batch_axis_kept": {"axes_of_length_one"},
        "all_axes_kept": {"axes_of_length_one"},
        "absolute_value_of_the_mean": {"signs_wrong"},
        "normalised_to_length_one": {"scaled_case_by_case"},
        "divided_by_the_channels_too": {"scaled_case_by_case"},
        "divided_by_height_squared": {"scaled_case_by_case"},
        "divided_by_14_squared": {"scaled_case_by_case"},
    },
    "grad_cam_heatmap": {
        "activations_forgotten": {"one_value"},
        "nan_where_nothing_is_positive": {"not_finite"},
        "transposed": {"axes_permuted", "other_places"},
        "upside_down": {"mirrored", "other_places"},
        "batch_axis_kept": {"axes_of_length_one"},
        "in_0_to_255": {"scaled", "scaled_case_by_case"},
    },
    "integrated_gradients": {
        "summed_instead_of_averaged": {"weights_do_not_add_up", "scaled_case_by_case"},
        "divided_by_one_step_too_few": {"weights_do_not_add_up"},
        "divided_by_one_step_too_many": {"weights_do_not_add_up", "scaled_case_by_case"},
        "difference_reversed": {"sign_flipped", "signs_wrong"},
        "difference_in_pixels": ONE_LINE_A_COLOUR,
        "difference_in_0_to_1": ONE_LINE_A_COLOUR,
        "gradient_at_the_image_only": {"too_close_to_the_image"},
        "gradient_at_the_baseline_only": {"too_close_to_the_baseline"},
        "first_half_of_the_path": {"too_close_to_the_baseline"},
        "path_beyond_the_image": {"too_close_to_the_image"},
        "absolute_attributions": {"signs_wrong"},
        "divided_by_the_largest": {"scaled_case_by_case"},
        "target_chosen_at_the_baseline": {"other_class"},
        "class_zero_taken_for_none": {"signs_wrong", "other_class"},  # of two classes the other one has the opposite slope
        "target_ignored": {"other_class"},
        "channels_first": {"axes_permuted", "other_places"},
        "reshaped_to_channels_last": {"other_places"},
    },
    "random_baseline": {},
    "blurred_baseline": {
        "window_of_one_sigma": {"window_too_small"},
        "in_0_to_1": {"scaled", "scaled_case_by_case", *STRETCHED},
        "channels_reversed": {"mirrored", "other_places"},
        "channels_first": {"axes_permuted", "other_places"},
    },
    "max_distance_baseline": {
        "image_decides_as_a_whole": {"one_value"},
        "always_white": {"one_value"},
        "always_black": {"all_zero", "one_value"},
        "in_0_to_1": {"scaled", "scaled_case_by_case", *STRETCHED},
        "up_to_256": {"scaled", "scaled_case_by_case", *STRETCHED},
        "channels_reversed": {"mirrored", "other_places"},
        "channels_first": {"axes_permuted", "other_places"},
    },
}
