// The only file that includes libmd's <md5.h>, whose names have no namespace.
#include "builtins/bucket.hpp"

#include <md5.h>

#include <cmath>
#include <cstdint>

namespace rubric::builtins {

namespace {

void feed(MD5_CTX& context, const char* bytes, std::size_t size) {
  MD5Update(&context, reinterpret_cast<const std::uint8_t*>(bytes), size);
}

std::uint32_t first_eight_digits(data::TextRef text, data::TextRef salt) {
  MD5_CTX context;
  MD5Init(&context);
  feed(context, salt.data, salt.size);
  feed(context, ":", 1);
  feed(context, text.data, text.size);
  std::uint8_t digest[MD5_DIGEST_LENGTH];
  MD5Final(digest, &context);
  std::uint32_t out = 0;
  for (int i = 0; i < 4; ++i) out = (out << 8U) | digest[i];
  return out;
}

}  // namespace

double bucket(data::TextRef text, data::TextRef salt, double n) {
  constexpr double kMost = 4294967296.0;
  if (!(n >= 1 && n <= kMost) || n != std::floor(n)) return data::kMissingNumber;
  return static_cast<double>(first_eight_digits(text, salt) % static_cast<std::uint64_t>(n));
}

}  // namespace rubric::builtins
