"""What comes in is told by its bytes, bounded, and written anew; whatever else it held is gone."""

import io
import struct
import wave
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from geminivideo.core.errors import UnsupportedAssetError
from geminivideo.rendering.library.intake import admit
from geminivideo.rendering.library.judging import font, lut, music, picture
from geminivideo.rendering.library.judging.refusal import RefusedError
from geminivideo.rendering.library.model import AssetKind, FontFacts, MusicFacts
from geminivideo.rendering.sound.pcm import RATE
from tests.rendering_library.files import FONT, cube, sent_as, song
from tests.rendering_library.files import picture as drawn

MILLION = 1_000_000


@pytest.mark.parametrize("kind", list(AssetKind))
def test_each_kind_comes_in_through_the_process_and_twice_alike(tmp_path: Path, kind: AssetKind) -> None:
    source = sent_as(kind, tmp_path)
    one, other = (admit(kind, source, tmp_path / name) for name in ("one", "other"))
    assert one.path.read_bytes() == other.path.read_bytes()
    assert (one.facts, one.sha256) == (other.facts, other.sha256)
    assert one.size_bytes == one.path.stat().st_size > 0


@pytest.mark.parametrize("kind", list(AssetKind))
def test_hostile_files_are_refused_as_every_kind(tmp_path: Path, shared_data: Path, kind: AssetKind) -> None:
    for name in ("made_hls_playlist_as.mp4", "made_png_bomb_30000x30000.png"):
        with pytest.raises(UnsupportedAssetError) as refused:
            admit(kind, shared_data / "hostile" / name, tmp_path / "clean")
        assert refused.value.cause
        assert refused.value.next_step
        assert not (tmp_path / "clean").exists()


def test_a_wav_that_claims_four_gigabytes_is_bounded(tmp_path: Path, shared_data: Path) -> None:
    source = shared_data / "hostile" / "made_wav_claims_4GB.wav"
    try:
        admission = admit(AssetKind.MUSIC, source, tmp_path / "clean")
    except UnsupportedAssetError:
        return
    assert isinstance(admission.facts, MusicFacts)
    assert admission.facts.seconds <= source.stat().st_size / 2000


# --- pictures ---


def test_a_picture_keeps_its_pixels_and_loses_everything_else(tmp_path: Path) -> None:
    secret = PngImagePlugin.PngInfo()
    secret.add_text("Comment", "home address")
    source = tmp_path / "in.png"
    Image.new("RGBA", (40, 30), (1, 2, 3, 200)).save(source, pnginfo=secret)
    facts = picture.judge(source, tmp_path / "out.png", most_pixels=MILLION)
    assert (facts.width, facts.height, facts.transparent) == (40, 30, True)
    assert b"home address" not in (tmp_path / "out.png").read_bytes()
    with Image.open(tmp_path / "out.png") as clean:
        assert clean.getpixel((5, 5)) == (1, 2, 3, 200)
        assert not clean.info


def test_a_photo_is_stored_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    Image.new("RGB", (60, 20), (9, 9, 9)).save(tmp_path / "in.jpg", exif=exif)
    facts = picture.judge(tmp_path / "in.jpg", tmp_path / "out.png", most_pixels=MILLION)
    assert (facts.width, facts.height, facts.transparent) == (20, 60, False)


def gif(path: Path) -> None:
    Image.new("RGB", (40, 40)).save(path, format="GIF")


def tiny(path: Path) -> None:
    drawn(path.with_suffix(".png"), (8, 400)).rename(path)


def cut(path: Path) -> None:
    source = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(source, "PNG")
    path.write_bytes(source.getvalue()[:9000])


def claims_much(path: Path) -> None:
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + head
    whole = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + whole + struct.pack(">I", 100) + b"IDAT" + bytes(50))


@pytest.mark.parametrize(
    ("make", "why"),
    [(gif, "not a PNG"), (tiny, "at least 16"), (cut, "damaged"), (claims_much, "40000x40000; at most")],
)
def test_other_pictures_are_refused(tmp_path: Path, make: Callable[[Path], None], why: str) -> None:
    make(tmp_path / "in")
    with pytest.raises(RefusedError, match=why):
        picture.judge(tmp_path / "in", tmp_path / "out", most_pixels=MILLION)


# --- colour tables ---


def test_a_table_is_written_anew_with_its_numbers_and_nothing_else(tmp_path: Path) -> None:
    facts = lut.judge(cube(tmp_path / "in.cube", 3, gain=0.5), tmp_path / "out.cube")
    text = (tmp_path / "out.cube").read_text()
    assert facts.size == 3
    assert text.startswith("LUT_3D_SIZE 3\n0.000000 0.000000 0.000000\n0.250000 0.000000 0.000000\n")
    assert len(text.splitlines()) == 28
    assert "by hand" not in text
    assert "TITLE" not in text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("LUT_3D_SIZE 66\n", "2 to 65"),
        ("LUT_3D_SIZE 1\n0 0 0\n", "2 to 65"),
        ("LUT_3D_SIZE 99999999999999\n", "2 to 65"),
        ("LUT_1D_SIZE 4\n", "one-dimensional"),
        ("LUT_3D_SIZE 2\n0 0 0\n", "1 colours instead of 8"),
        ("LUT_3D_SIZE 2\n" + "0 0 0\n" * 9, "more colours"),
        ("LUT_3D_SIZE 2\n" + "nan 0 0\n" * 8, "no colour"),
        ("LUT_3D_SIZE 2\n" + "1e9 0 0\n" * 8, "no colour"),
        ("LUT_3D_SIZE 2\n" + "0 0\n" * 8, "not three numbers"),
        ("LUT_3D_SIZE 2\nDOMAIN_MAX 2 2 2\n" + "0 0 0\n" * 8, "DOMAIN"),
        ("movie=/etc/passwd", "not three numbers"),
    ],
)
def test_other_tables_are_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "in").write_text(text)
    with pytest.raises(RefusedError, match=why):
        lut.judge(tmp_path / "in", tmp_path / "out")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from(["LUT_3D_SIZE 2", "0 0 1", "1 .5 0", "#x"])).map("\n".join))
def test_whatever_is_accepted_is_a_whole_table(text: str) -> None:
    try:
        size, table = lut.parse(text)
    except RefusedError:
        return
    assert table.shape == (size**3, 3)
    assert np.isfinite(table).all()


# --- fonts ---


def test_a_font_is_saved_anew_under_a_name_of_ours(tmp_path: Path) -> None:
    facts = font.judge(FONT, tmp_path / "out.ttf", digest="abcdef0123456789")
    assert facts == FontFacts(family="Assetabcdef012345", shown_as="Anton", characters=facts.characters)
    with TTFont(tmp_path / "out.ttf") as clean:
        assert {record.toUnicode() for record in clean["name"].names} == {"Assetabcdef012345", "Regular"}
        assert not {"fpgm", "prep", "cvt ", "DSIG", "SVG "} & set(clean.keys())
        assert clean["OS/2"].sCapHeight > 0


def test_a_name_that_would_be_a_command_is_only_data(tmp_path: Path) -> None:
    with TTFont(FONT) as named:
        named["name"].setName("{\\pos(0,0)}, Arial", 1, 3, 1, 0x409)
        named.save(tmp_path / "in.ttf")
    facts = font.judge(tmp_path / "in.ttf", tmp_path / "out.ttf", digest="0" * 64)
    assert facts.family == "Asset000000000000"
    assert facts.shown_as.startswith("{")


def test_other_fonts_are_refused(tmp_path: Path) -> None:
    whole = FONT.read_bytes()
    for name, data in {"cut": whole[:3000], "woff": b"wOFF" + whole[4:], "noise": b"OTTO" + bytes(4000)}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(RefusedError):
            font.judge(tmp_path / name, tmp_path / "out", digest="0" * 64)


def test_a_damaged_font_ends_in_a_refusal_or_a_usable_font(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    whole = np.frombuffer(FONT.read_bytes(), np.uint8)
    for _ in range(12):
        damaged = whole.copy()
        damaged[rng.integers(12, 4000, 6)] = rng.integers(0, 256, 6)
        (tmp_path / "in").write_bytes(damaged.tobytes())
        try:
            font.judge(tmp_path / "in", tmp_path / "out", digest="0" * 64)
        except RefusedError:
            continue
        assert TTFont(tmp_path / "out").getBestCmap()


# --- music ---


def test_music_becomes_flac_of_the_same_sound_with_its_beats(tmp_path: Path) -> None:
    source = song(tmp_path / "in.wav", bpm=100, seconds=12)
    facts = music.judge(source, tmp_path / "out.flac")
    assert facts.seconds == 12.0
    assert facts.bpm == pytest.approx(100, abs=0.5)
    with wave.open(str(source)) as file:
        sent = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    with av.open(str(tmp_path / "out.flac"), format="flac") as container:
        kept = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
        assert container.streams.audio[0].rate == RATE
    assert np.array_equal(kept, sent)


def test_compressed_music_is_decoded_whole(tmp_path: Path, shared_data: Path) -> None:
    facts = music.judge(shared_data / "audio" / "music_vibe_ace.ogg", tmp_path / "out.flac")
    assert facts.seconds == pytest.approx(61.46, abs=0.05)
    assert facts.bpm == pytest.approx(129.2, abs=1.5)


def silence(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 40_000, "NONE", ""))
        file.writeframes(bytes(80_000))


def short(path: Path) -> None:
    song(path, seconds=2)


def long(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 1000, 601_000, "NONE", ""))
        file.writeframes(bytes(601_000))


@pytest.mark.parametrize(("make", "why"), [(silence, "silent"), (short, "at least 3"), (long, "longer than 10 min")])
def test_other_sounds_are_refused(tmp_path: Path, make: Callable[[Path], None], why: str) -> None:
    make(tmp_path / "in.wav")
    with pytest.raises(RefusedError, match=why):
        music.judge(tmp_path / "in.wav", tmp_path / "out")


def test_a_film_is_music_only_by_its_sound(tmp_path: Path, shared_data: Path) -> None:
    with pytest.raises(RefusedError, match="no sound"):
        music.judge(shared_data / "footage" / "androidx_sample_video_only.mp4", tmp_path / "out")
