"""Images are RGB, float32, 0..255, (H, W, 3); what is no image is refused with what to do."""

import cv2
import numpy as np
import pytest
import torch

from lab.images import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    load_image,
    middle_square,
    normalise,
    shipped_images,
    undo_normalisation,
)

RED = np.zeros((30, 50, 3), np.uint8)
RED[..., 0] = 200
RED[..., 2] = 10


@pytest.fixture
def red(tmp_path):
    """A picture file, wider than high, red with a little blue."""
    path = tmp_path / "red.png"
    cv2.imwrite(str(path), RED[:, :, ::-1])  # OpenCV writes BGR
    return path


def test_channels_come_in_the_order_red_green_blue(red):
    np.testing.assert_array_equal(load_image(red, size=None), RED)
    np.testing.assert_array_equal(load_image(red)[0, 0], [200, 0, 10])


@pytest.mark.parametrize("name", ["astronaut", "cat", "coffee"])
def test_a_shipped_image_is_float32_in_0_255_and_square(name):
    assert name in shipped_images()
    image = load_image(name)
    assert image.shape == (224, 224, 3)
    assert image.dtype == np.float32
    assert image.flags.c_contiguous
    assert 0 <= image.min() < 60
    assert 200 < image.max() <= 255


def test_the_cat_is_redder_than_blue():
    red, _, blue = load_image("cat").mean((0, 1))
    assert red > blue + 20


def test_a_picture_is_read_from_a_text_or_a_path(red):
    np.testing.assert_array_equal(load_image(str(red)), load_image(red))


@pytest.mark.parametrize(
    "writing", [{"ext": ".jpg"}, {"ext": ".bmp"}, {"ext": ".png", "flag": "grey"}, {"ext": ".png", "flag": "alpha"}]
)
def test_other_kinds_of_pictures_have_three_channels_too(writing, tmp_path):
    picture = {"grey": RED[..., 0], "alpha": np.dstack([RED[:, :, ::-1], RED[..., 0]])}.get(writing.get("flag"), RED[:, :, ::-1])
    path = tmp_path / f"picture{writing['ext']}"
    cv2.imwrite(str(path), picture)
    assert load_image(path, size=None).shape == (30, 50, 3)


def test_a_missing_image_is_told_with_the_names_that_there_are():
    with pytest.raises(FileNotFoundError, match=r"no image 'dog': give a path, or one of astronaut, .*cat") as error:
        load_image("dog")
    assert "coffee" in str(error.value)


def test_a_file_that_is_no_picture_is_told_with_what_to_do(tmp_path):
    path = tmp_path / "page.png"
    path.write_text("<html>Please log in</html>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.png' is no picture that can be read; save it as PNG or JPEG and try again"):
        load_image(path)


def test_a_folder_is_no_image(tmp_path):
    with pytest.raises(FileNotFoundError, match="give a path"):
        load_image(tmp_path)


def test_an_empty_file_is_no_picture(tmp_path):
    path = tmp_path / "empty.png"
    path.touch()
    with pytest.raises(ValueError, match="save it as PNG or JPEG"):
        load_image(path)


@pytest.mark.parametrize("shape", [(224, 224), (300, 451), (451, 300), (100, 333), (333, 100), (225, 224), (7, 500)])
@pytest.mark.parametrize("size", [224, 64])
def test_the_middle_square_has_the_size_that_was_asked_for(shape, size):
    square = middle_square(np.zeros((*shape, 3), np.float32), size)
    assert square.shape == (size, size, 3)
    assert square.flags.c_contiguous


@pytest.mark.parametrize("axis", [0, 1])
def test_the_middle_square_is_the_middle_in_its_own_proportions(axis):
    """A long ramp: what is kept is the middle third of it, from a third to two thirds."""
    ramp = np.broadcast_to(np.linspace(0, 255, 300)[:, None, None], (300, 100, 3)).astype(np.float32)
    square = middle_square(ramp if axis == 0 else np.ascontiguousarray(ramp.transpose(1, 0, 2)), 50)
    along = square.mean(1 - axis)[:, 0]
    assert along[[0, -1]] == pytest.approx([85, 170], abs=2)
    assert square.std(1 - axis).max() < 1e-3


def test_the_middle_square_of_that_size_is_unchanged_and_no_view():
    image = np.random.default_rng(0).uniform(0, 255, (20, 20, 3)).astype(np.float32)
    square = middle_square(image, 20)
    np.testing.assert_array_equal(square, image)


def test_loading_twice_shares_no_memory():
    first = load_image("cat")
    first[:] = 0
    assert load_image("cat").max() > 200


def test_normalising_and_undoing_it_gives_the_image_back():
    image = np.random.default_rng(0).uniform(0, 255, (9, 7, 3)).astype(np.float32)
    batch = torch.tensor(normalise(image).transpose(2, 0, 1)[None], requires_grad=True)
    back = undo_normalisation(batch)
    np.testing.assert_allclose(back, image, atol=1e-3)
    assert back.dtype == np.float32


def test_normalised_black_and_white_are_what_the_formula_says():
    levels = normalise(np.stack([np.zeros(3), np.full(3, 255.0)])[None])
    np.testing.assert_allclose(levels[0, 0], -IMAGENET_MEAN / IMAGENET_STD)
    np.testing.assert_allclose(levels[0, 1], (1 - IMAGENET_MEAN) / IMAGENET_STD)


def test_undoing_stays_within_0_and_255():
    back = undo_normalisation(torch.tensor([100.0, -100.0]).repeat(1, 3, 1, 1))
    np.testing.assert_array_equal(back[0], [[255] * 3, [0] * 3])
