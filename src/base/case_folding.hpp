// Unicode's simple case folding of one code point: the rule by which texts are the same but for their case.
#pragma once

namespace rubric::base {

/// The code point that stands for `code_point` where case does not matter (CaseFolding.txt, status C
/// and S); itself where there is none.
[[nodiscard]] char32_t fold_case(char32_t code_point);

}  // namespace rubric::base
