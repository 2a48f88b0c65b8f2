#include "support/packed.hpp"

#include <zlib.h>
#include <zstd.h>

#include <memory>
#include <stdexcept>

namespace rubric::test {

std::string gzip(std::string_view text) {
  constexpr int kGzip = 16;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflateInit2");
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (outcome != Z_STREAM_END) throw std::runtime_error("deflate");
  return out;
}

std::string zstd(std::string_view text, int window) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  if (window > 0) ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, window);
  if (window > 0) ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 0);
  std::string out(ZSTD_compressBound(text.size()) + 64, '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  // Begun before it is known that nothing else will come, a frame keeps the window that was asked for.
  if (window > 0) ZSTD_compressStream2(context.get(), &to, &in, ZSTD_e_flush);
  if (ZSTD_compressStream2(context.get(), &to, &in, ZSTD_e_end) != 0) throw std::runtime_error("zstd");
  out.resize(to.pos);
  return out;
}

}  // namespace rubric::test
