"""Anybody's picture comes out upright, in three channels, 0..255; what cannot be read is told in one line with a way on."""

import io
import sys
import urllib.error

import numpy as np
import pytest
from PIL import Image

from lab.own_image import bits_of, eight_bits, own_image, picture, upload_button, uploaded

RED = Image.new("RGB", (50, 30), (200, 0, 10))


def as_bytes(image: Image.Image, kind: str = "PNG", **settings) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **settings)
    return held.getvalue()


@pytest.fixture
def web(monkeypatch):
    """A web of one page: `put` says what comes, bytes or an error."""

    class Answer(io.BytesIO):
        pass

    def put(what):
        def answer(asked, timeout):
            assert timeout < 60
            if isinstance(what, Exception):
                raise what
            return Answer(what)

        monkeypatch.setattr("urllib.request.urlopen", answer)

    return put


# --- what can be read ----------------------------------------------------------------------------------------------


def test_a_name_of_the_course_a_path_an_address_and_bytes(tmp_path, web):
    (tmp_path / "red.png").write_bytes(as_bytes(RED))
    web(as_bytes(RED))
    for where in (tmp_path / "red.png", f" {tmp_path / 'red.png'} ", "https://example.org/red", as_bytes(RED)):
        image = own_image(where)
        assert (image.shape, image.dtype) == ((224, 224, 3), np.float32)
        np.testing.assert_array_equal(image[0, 0], [200, 0, 10])
    assert own_image("cat").shape == (224, 224, 3)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "RGBA", "I;16"])
def test_every_mode_has_three_channels(mode):
    kind = "TIFF" if mode in ("CMYK", "I;16") else "PNG"
    made = Image.new("I;16", (50, 30), 30000) if mode == "I;16" else RED.convert(mode)
    assert own_image(as_bytes(made, kind), size=None).shape == (30, 50, 3)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_other_kinds_of_files(kind):
    image = own_image(as_bytes(RED, kind), size=None)
    np.testing.assert_allclose(image[15, 25], [200, 0, 10], atol=6)


RAMP = np.linspace(0, 1, 64 * 48).reshape(48, 64)  # (H, W), black to white


def grey(values: np.ndarray, mode: str) -> Image.Image:
    """The ramp as Pillow holds it in a mode with more than 8 bits."""
    kinds = {"I;16": "<u2", "I;16B": ">u2", "I": "<i4", "F": "<f4"}
    return Image.frombytes(mode, values.shape[::-1], values.astype(kinds[mode]).tobytes())


@pytest.mark.parametrize(
    ("values", "mode", "kind"),
    [
        (RAMP * 65535, "I;16", "PNG"),
        (RAMP * 65535, "I;16", "TIFF"),
        (RAMP * 65535, "I;16B", "TIFF"),
        (RAMP * 65535, "I", "PPM"),
        (RAMP * 65535, "I", "TIFF"),
        (RAMP * 255, "I", "TIFF"),
        (RAMP * 2_000_000_000, "I", "TIFF"),
        (RAMP, "F", "TIFF"),
        (RAMP * 255, "F", "TIFF"),
        (RAMP * 65535, "F", "TIFF"),
        (RAMP * 4 - 2, "F", "TIFF"),
    ],
)
def test_grey_with_more_than_8_bits_is_as_bright_as_with_8(values, mode, kind):
    image = picture(as_bytes(grey(values, mode), kind), "it", None)
    assert image.shape == (48, 64, 3)
    assert np.abs(image - 255 * RAMP[..., None]).max() <= 1


def test_a_dark_picture_of_16_bits_stays_dark():
    image = picture(as_bytes(grey(RAMP * 2000, "I;16")), "it", None)
    assert image.max() == 8  # 2000 of 65535


def test_twelve_bits_in_a_tiff_are_read_by_its_own_word():
    opened = Image.open(io.BytesIO(as_bytes(grey(RAMP * 4095, "I;16"), "TIFF")))
    assert bits_of(opened) == 16
    opened.tag_v2[258] = (12,)
    assert bits_of(opened) == 12
    assert np.abs(np.asarray(eight_bits(opened, 12)) - 255.0 * RAMP).max() <= 1


def test_holes_in_a_picture_of_floats_are_black_and_an_even_one_is_no_error():
    holes = RAMP.copy()
    holes[0, 0], holes[0, 1] = np.nan, np.inf
    assert picture(as_bytes(grey(holes, "F"), "TIFF"), "it", None)[0, :2].max() == 0
    assert picture(as_bytes(grey(RAMP * 0, "F"), "TIFF"), "it", None).max() == 0


@pytest.mark.parametrize(("mode", "kind"), [("LA", "PNG"), ("P", "PNG"), ("CMYK", "JPEG"), ("CMYK", "TIFF"), ("1", "PNG")])
def test_other_modes_keep_their_brightness(mode, kind):
    ramp = Image.fromarray((RAMP * 255).astype(np.uint8))
    image = picture(as_bytes(ramp.convert("RGB").convert(mode), kind), "it", None)
    assert abs(image.mean() - 127.5) < 3


def test_16_bits_turned_by_the_camera_are_upright():
    turned = Image.Exif()
    turned[0x0112] = 6
    image = picture(as_bytes(grey(RAMP * 65535, "I;16"), "PNG", exif=turned), "it", None)
    assert image.shape == (64, 48, 3)


def test_what_is_transparent_is_white():
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert own_image(as_bytes(clear), size=None).min() == 255


def test_of_a_moving_picture_the_first():
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("white", "black")]
    assert own_image(as_bytes(frames[0], "GIF", save_all=True, append_images=frames[1:]), size=None).min() == 255


def test_a_picture_that_the_camera_has_turned_is_upright():
    turned = Image.new("RGB", (50, 30))
    turned.paste("red", (0, 0, 10, 30))  # the left edge
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise: the left edge becomes the top
    image = own_image(as_bytes(turned, "PNG", exif=exif), size=None)
    assert image.shape == (50, 30, 3)
    assert image[2, 15, 0] == 255
    assert image[45, 15, 0] == 0


def test_an_upload_of_either_ipywidgets():
    data = as_bytes(RED)
    for value in ({"a.png": {"content": data}}, ({"name": "a.png", "content": memoryview(data)},)):
        assert own_image(uploaded(value)).shape == (224, 224, 3)


# --- what cannot ---------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there():
    with pytest.raises(FileNotFoundError, match=r"no file 'dog\.png'\. Give the path .* or one of astronaut, cat, coffee"):
        own_image("dog.png")


def test_a_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="Give the path"):
        own_image(tmp_path)


def test_a_web_page_in_place_of_a_picture(web):
    web(b"  <!DOCTYPE html><p>Log in")
    with pytest.raises(ValueError, match=r"^https://example\.org/x is a web page; save it as PNG or JPEG"):
        own_image("https://example.org/x")


@pytest.mark.parametrize("data", [b"", b"hello", as_bytes(RED)[:60], as_bytes(RED, "JPEG")[:300]])
def test_bytes_that_are_no_picture_or_half_of_one(data):
    with pytest.raises(
        ValueError, match="the uploaded file is no picture that can be read; save it as PNG or JPEG and try again"
    ):
        own_image(data)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (urllib.error.URLError("Name or service not known"), "Name or service not known"),
        (urllib.error.HTTPError("https://example.org", 404, "Not Found", {}, None), "error 404"),
        (TimeoutError("timed out"), "timed out"),
        (ValueError("no host given"), "no host given"),
    ],
)
def test_an_address_from_which_nothing_comes(web, error, told):
    web(error)
    with pytest.raises(ConnectionError, match=rf"Nothing came from https://example\.org \({told}\)\. .* give its path"):
        own_image("https://example.org")


def test_too_large_a_file(tmp_path, web, monkeypatch):
    monkeypatch.setattr("lab.own_image.LARGEST", 10)
    (tmp_path / "red.png").write_bytes(as_bytes(RED))
    web(as_bytes(RED))
    for where in (str(tmp_path / "red.png"), "http://example.org/red"):
        with pytest.raises(ValueError, match=r"at most|is larger than"):
            own_image(where)


def test_too_many_pixels(monkeypatch):
    monkeypatch.setattr("lab.own_image.MOST_PIXELS", 100)
    with pytest.raises(ValueError, match="50 × 30 pixels, which is too many"):
        picture(as_bytes(RED), "it", None)


def test_without_widgets_one_line_says_how_to_go_on(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    upload_button(print)
    assert "name its file" in capsys.readouterr().out
