#include "records/compressed.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>

namespace rubric::records {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kRead = 128U << 10U;
constexpr std::size_t kMagic = 4;  // that of zstd, the longer one
constexpr std::string_view kGzip = "\x1f\x8b"sv;
constexpr std::string_view kElse = "something else stands behind its end";

ReadError cut_off(std::string_view packer) {
  return {"compressed-cut-off",
          fmt::format("the input is compressed by {}, and its end is missing", packer),
          {fmt::format("fetch or write the file anew; `{} -t FILE` tells whether it is whole", packer)},
          0};
}

ReadError damaged(std::string_view packer, std::string_view why) {
  return {"compressed-damaged",
          fmt::format("the input is compressed by {}, and it is damaged: {}", packer, why),
          {fmt::format("fetch or write the file anew; `{} -t FILE` tells whether it is whole", packer)},
          0};
}

ReadError wide_window() {
  return {"compressed-window",
          fmt::format("the input is compressed by zstd with a window of more than {} MiB, the most that is read",
                      (std::size_t{1} << kWindowBits) >> 20U),
          {"unpack it on the way: `zstd -dc --long=31 FILE | rubric run CRITERIA -`"},
          0};
}

// The compressed bytes at hand.
class Packed {
 public:
  Packed(ByteSource source, std::string_view head) : source_(std::move(source)), end_(head.copy(bytes_.get(), kRead)) {}

  /// None at the end of the source.
  std::string_view some() {
    if (begin_ == end_) {
      begin_ = 0;
      end_ = std::min(source_(bytes_.get(), kRead), kRead);
    }
    return {bytes_.get() + begin_, end_ - begin_};
  }
  void drop(std::size_t size) { begin_ += size; }

 private:
  ByteSource source_;
  std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(kRead);
  std::size_t begin_ = 0;
  std::size_t end_;
};

class Unpacker {
 public:
  explicit Unpacker(Packed packed) : packed_(std::move(packed)) {}
  virtual ~Unpacker() = default;
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  /// As a ByteSource.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;

 protected:
  Packed packed_;
};

class Gunzip final : public Unpacker {
 public:
  explicit Gunzip(Packed packed) : Unpacker(std::move(packed)) {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Gunzip() override { inflateEnd(&stream_); }

  std::size_t read(char* buffer, std::size_t size) override {
    while (!fault_) {
      const std::string_view some = flushing_ ? std::string_view() : packed_.some();
      if (some.empty() && between_) return 0;
      if (some.empty() && !flushing_) throw cut_off("gzip");
      if (const std::size_t made = inflate_some(some, buffer, size); made > 0) return made;
    }
    throw ReadError(*fault_);
  }

 private:
  // What was made before a fault is right, and handed out before it is told.
  std::size_t inflate_some(std::string_view some, char* buffer, std::size_t size) {
    const auto room = static_cast<uInt>(std::min<std::size_t>(size, kRead * 1024));
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(some.data()));  // zlib only reads it
    stream_.avail_in = static_cast<uInt>(some.size());
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = room;
    between_ = false;
    const int outcome = inflate(&stream_, Z_NO_FLUSH);
    packed_.drop(some.size() - stream_.avail_in);
    if (outcome == Z_STREAM_END) {
      between_ = true;
      further_ = true;
      inflateReset(&stream_);
    } else if (outcome == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
      fault_ = damaged("gzip", why());
    }
    flushing_ = !between_ && stream_.avail_out == 0;
    return room - stream_.avail_out;
  }

  [[nodiscard]] std::string_view why() const {
    const std::string_view said = stream_.msg == nullptr ? "it cannot be unpacked" : stream_.msg;
    return further_ && said == "incorrect header check" ? kElse : said;
  }

  z_stream stream_{};
  bool between_ = true;    // two members, so that the input may end
  bool further_ = false;   // a member has been read whole
  bool flushing_ = false;  // zlib may hold bytes for which there was no room
  std::optional<ReadError> fault_;
};

// The decoder is given what it asks for and no more: then it unpacks one block at a time, and no block before a
// damaged one is lost.
class Unzstd final : public Unpacker {
 public:
  explicit Unzstd(Packed packed) : Unpacker(std::move(packed)), stream_(ZSTD_createDStream(), ZSTD_freeDStream) {
    if (stream_ == nullptr) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, kWindowBits);
    first_ = wanted_ = ZSTD_initDStream(stream_.get());
  }

  std::size_t read(char* buffer, std::size_t size) override {
    while (true) {
      const std::string_view some = flushing_ ? std::string_view() : packed_.some();
      if (some.empty() && !flushing_ && wanted_ == 0) return 0;
      if (some.empty() && !flushing_) throw cut_off("zstd");
      if (const std::size_t made = decompress_some(some, buffer, size); made > 0) return made;
    }
  }

 private:
  std::size_t decompress_some(std::string_view some, char* buffer, std::size_t size) {
    ZSTD_inBuffer in{some.data(), std::min(some.size(), wanted_ == 0 ? first_ : wanted_), 0};
    ZSTD_outBuffer out{buffer, size, 0};
    const std::size_t left = ZSTD_decompressStream(stream_.get(), &out, &in);
    packed_.drop(in.pos);
    if (ZSTD_isError(left) != 0) refuse(left);
    wanted_ = left;
    flushing_ = left != 0 && out.pos == out.size;
    return out.pos;
  }

  [[noreturn]] static void refuse(std::size_t outcome) {
    switch (ZSTD_getErrorCode(outcome)) {
      case ZSTD_error_memory_allocation: throw std::bad_alloc();
      case ZSTD_error_frameParameter_windowTooLarge: throw wide_window();
      case ZSTD_error_prefix_unknown: throw damaged("zstd", kElse);
      default: throw damaged("zstd", ZSTD_getErrorName(outcome));
    }
  }

  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  std::size_t first_ = 0;   // what a frame begins with, in bytes
  std::size_t wanted_ = 0;  // by the frame at hand; 0 behind one
  bool flushing_ = false;   // the decoder may hold bytes for which there was no room
};

// As far as both go.
bool fits(std::string_view head, std::string_view magic) {
  return head.substr(0, magic.size()) == magic.substr(0, head.size());
}

bool may_be_gzip(std::string_view head) {
  return fits(head, kGzip);
}

// A frame of data, or one that is skipped: some write one of those first.
bool may_be_zstd(std::string_view head) {
  if (head.empty() || fits(head, "\x28\xb5\x2f\xfd"sv)) return true;
  return (head[0] & 0xF0) == 0x50 && fits(head.substr(1), "\x2a\x4d\x18"sv);
}

class Unpacked {
 public:
  explicit Unpacked(ByteSource source) : source_(std::move(source)) {}

  std::size_t operator()(char* buffer, std::size_t size) {
    if (!looked_) look();
    if (unpacker_ != nullptr) return unpacker_->read(buffer, size);
    if (given_ == head_.size()) return source_(buffer, size);
    const std::size_t some = head_.copy(buffer, size, given_);
    given_ += some;
    return some;
  }

 private:
  // No further than the bytes may be the first ones of something compressed: a text is not waited for.
  void look() {
    while (head_.size() < kMagic && (may_be_gzip(head_) || may_be_zstd(head_))) {
      char bytes[kMagic];
      const std::size_t got = source_(bytes, kMagic - head_.size());
      if (got == 0) break;
      head_.append(bytes, got);
    }
    looked_ = true;
    if (head_.starts_with(kGzip))
      unpacker_ = std::make_unique<Gunzip>(Packed(std::move(source_), head_));
    else if (head_.size() == kMagic && may_be_zstd(head_))
      unpacker_ = std::make_unique<Unzstd>(Packed(std::move(source_), head_));
  }

  ByteSource source_;
  bool looked_ = false;
  std::string head_;
  std::size_t given_ = 0;
  std::unique_ptr<Unpacker> unpacker_;
};

}  // namespace

ByteSource unpacked(ByteSource source) {
  return [unpacked = std::make_shared<Unpacked>(std::move(source))](char* buffer, std::size_t size) {
    return (*unpacked)(buffer, size);
  };
}

}  // namespace rubric::records
