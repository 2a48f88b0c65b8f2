#include "records/sniff.hpp"

#include <fmt/format.h>

#include <array>

#include "base/utf8.hpp"
#include "records/reader.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  std::string_view code;
  std::string_view what;
  std::string_view help;  ///< `{}` is the file's name
};

constexpr std::array kMagic = {
    Magic{"\x1f\x8b"sv, "compressed", "compressed by gzip", "unpack it first: `gzip -dc {} > NEW`"},
    Magic{"\x28\xb5\x2f\xfd"sv, "compressed", "compressed by zstd", "unpack it first: `zstd -dc {} > NEW`"},
    Magic{"BZh"sv, "compressed", "compressed by bzip2", "unpack it first: `bzip2 -dc {} > NEW`"},
    Magic{"\xfd"
          "7zXZ\0"sv,
          "compressed", "compressed by xz", "unpack it first: `xz -dc {} > NEW`"},
    Magic{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "workbook", "an old Excel workbook (.xls)",
          "open it and save the sheet as CSV UTF-8"},
    Magic{"PAR1"sv, "not-text", "a Parquet file", "export the table as CSV or JSON lines"},
    Magic{"%PDF-"sv, "not-text", "a PDF document", "export the table as CSV or JSON lines"},
};

struct ByteOrder {
  std::string_view bytes;
  std::string_view encoding;
  std::string_view code;
};

constexpr std::array kByteOrders = {
    ByteOrder{"\xff\xfe\0\0"sv, "UTF-32", "utf-32"},
    ByteOrder{"\0\0\xfe\xff"sv, "UTF-32", "utf-32"},
    ByteOrder{"\xff\xfe"sv, "UTF-16", "utf-16"},
    ByteOrder{"\xfe\xff"sv, "UTF-16", "utf-16"},
};

std::string file_word(const std::string& source_name) {
  return source_name.empty() || source_name == "standard input" ? "FILE" : shown(source_name, 200);
}

[[noreturn]] void refuse(std::string_view code, std::string_view what, std::string help) {
  throw ReadError{code, fmt::format("the input is {}, not UTF-8 text", what), {std::move(help)}, 0};
}

std::string iconv(std::string_view encoding, const std::string& source_name) {
  return fmt::format("convert it first: `iconv -f {} -t UTF-8 {} > NEW`", encoding, file_word(source_name));
}

void refuse_binary(std::string_view bytes, const std::string& source_name) {
  for (const Magic& magic : kMagic) {
    if (bytes.starts_with(magic.bytes)) {
      refuse(magic.code, magic.what, fmt::format(fmt::runtime(magic.help), file_word(source_name)));
    }
  }
  if (!bytes.starts_with("PK\x03\x04"sv)) return;
  const bool workbook = bytes.find("xl/"sv) != bytes.npos || bytes.find("[Content_Types].xml"sv) != bytes.npos;
  if (workbook) refuse("workbook", "an Excel workbook (.xlsx)", "open it and save the sheet as CSV UTF-8");
  refuse("compressed", "a zip archive", fmt::format("unpack it first: `unzip -p {} > NEW`", file_word(source_name)));
}

// Without a byte-order mark: characters of ASCII, which every record file starts with, have a NUL on
// one side in UTF-16.
std::string_view utf16_by_nuls(std::string_view bytes) {
  if (bytes.size() < 4) return {};
  const bool even = bytes[0] == 0 && bytes[2] == 0;
  const bool odd = bytes[1] == 0 && bytes[3] == 0;
  if (even && bytes[1] != 0 && bytes[3] != 0) return "UTF-16BE";
  if (odd && bytes[0] != 0 && bytes[2] != 0) return "UTF-16LE";
  return {};
}

void refuse_wide(std::string_view bytes, const std::string& source_name) {
  for (const ByteOrder& order : kByteOrders) {
    if (bytes.starts_with(order.bytes)) refuse(order.code, order.encoding, iconv(order.encoding, source_name));
  }
  const std::string_view encoding = utf16_by_nuls(bytes);
  if (!encoding.empty()) refuse("utf-16", encoding, iconv(encoding, source_name));
}

bool ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A letter of Latin-1 stands in a word: at least one ASCII letter touches it.
bool touches_letter(std::string_view bytes, std::size_t at) {
  return (at > 0 && ascii_letter(bytes[at - 1])) || (at + 1 < bytes.size() && ascii_letter(bytes[at + 1]));
}

// A text with one valid character beyond ASCII is UTF-8 with errors in it; those are the records'.
bool looks_latin1(std::string_view bytes) {
  const bool cut = bytes.size() >= kSniffed;
  bool seen = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = base::decode_utf8(bytes, at).size;
    if (length > 1) return false;
    const bool ascii = static_cast<unsigned char>(bytes[at]) < 0x80;
    // Where the look is cut off, a character may be cut off with it.
    const bool whole = !cut || at + 4 <= bytes.size();
    if (!ascii && whole) seen = seen || touches_letter(bytes, at);
    ++at;
  }
  return seen;
}

}  // namespace

void refuse_foreign(std::string_view bytes, const std::string& source_name) {
  refuse_binary(bytes, source_name);
  refuse_wide(bytes, source_name);
  if (looks_latin1(bytes)) refuse("not-utf-8", "Latin-1 or Windows-1252", latin1_help(source_name));
}

std::size_t byte_order_mark(std::string_view bytes) {
  return bytes.starts_with("\xef\xbb\xbf") ? 3 : 0;
}

std::string latin1_help(const std::string& source_name) {
  return iconv("WINDOWS-1252", source_name);
}

}  // namespace rubric::records
