#include "records/fold.hpp"

#include "base/case_folding.hpp"
#include "base/utf8.hpp"

namespace rubric::records {

bool same_folded(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const base::CodePoint x = base::decode_utf8(a, 0);
    const base::CodePoint y = base::decode_utf8(b, 0);
    if (x.value != y.value && base::fold_case(x.value) != base::fold_case(y.value)) return false;
    a.remove_prefix(x.size);
    b.remove_prefix(y.size);
  }
  return a.empty() && b.empty();
}

void fold_into(std::string& out, std::string_view text) {
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint c = base::decode_utf8(text, at);
    base::append_utf8(base::fold_case(c.value), out);
    at += c.size;
  }
}

}  // namespace rubric::records
