"""Measures a picture by its header alone, and makes it smaller."""
import io

from PIL import Image, ImageOps


def points(source):
    """Return how many points a picture has, by its header: nothing is unpacked.

    :param source: bytes, or a path
    :return: width times height; 0 where it is no picture that can be read
    """
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
            return image.width * image.height
    except Image.DecompressionBombError:
        return Image.MAX_IMAGE_PIXELS * 2
    except Exception:  # a damaged picture fails anywhere in the reader
        return 0


def shrunk(content, width, height, quality):
    """Return a picture that fits into ``width`` × ``height`` points, upright and in the same format.

    :param content: bytes of a PNG, JPEG, BMP or TIFF; the latter two become PNG and JPEG
    :param quality: of a JPEG, 1 to 95
    :return: bytes; empty where it is no picture that can be read
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            kind = {"BMP": "PNG", "PNG": "PNG"}.get(image.format, "JPEG")
            image.draft("RGB", (width, height))  # a JPEG is unpacked at a fraction of its size
            image.thumbnail((width, height), Image.Resampling.LANCZOS)
            upright = ImageOps.exif_transpose(image)
            if kind == "JPEG" and upright.mode not in ("L", "RGB"):
                upright = upright.convert("RGB")
            stream = io.BytesIO()
            upright.save(stream, kind, optimize=True, **({"quality": quality} if kind == "JPEG" else {}))
            return stream.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
