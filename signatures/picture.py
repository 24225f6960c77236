"""Pictures of signatures and seals."""
import io

from PIL import Image, UnidentifiedImageError

from .errors import SignatureError

LARGEST_IMAGE = 2 * 1024 * 1024
MOST_PIXELS = 4_000_000


def check_image(raw):
    """Read the picture of a signature or seal.

    :param raw: bytes of a PNG
    :return: picture of Pillow, with its transparency
    :raises SignatureError: ``no_png``; ``opaque`` when nothing of it is transparent: it would cover the words below
    """
    if len(raw) > LARGEST_IMAGE:
        raise SignatureError("no_png")
    try:
        image = Image.open(io.BytesIO(raw), formats=["PNG"])
        if image.width * image.height > MOST_PIXELS:
            raise SignatureError("no_png")
        image = image.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise SignatureError("no_png") from error
    if image.getchannel("A").getextrema()[0] == 255:
        raise SignatureError("opaque")
    return image


def image_size(raw):
    """Return width and height of a picture in points, as :func:`check_image` reads it.

    :raises SignatureError: as for :func:`check_image`
    """
    return check_image(raw).size
