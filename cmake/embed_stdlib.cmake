# Comes in: FOLDER (stdlib/), FILES (paths below it, parted by commas), OUTPUT. Goes out: a source file that
# holds their bytes, so that standard modules are there wherever the compiler is, also where no file can be read.
#
# Run as a script when the library is built: cmake -DFOLDER=… -DFILES=… -DOUTPUT=… -P embed_stdlib.cmake
cmake_minimum_required(VERSION 3.25)

string(REPLACE "," ";" paths "${FILES}")
list(SORT paths)
list(LENGTH paths count)
set(rows "")
foreach(path IN LISTS paths)
  # As hexadecimal digits, so that neither this script nor the compiler reads anything into a byte.
  file(READ "${FOLDER}/${path}" bytes HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")
  # A line of the file a line of the source: nothing has to be longer than that.
  string(REPLACE "\\x0a" "\\x0a\"\n     \"" bytes "${bytes}")
  string(APPEND rows "    {\"${path}\"sv,\n     \"${bytes}\"sv},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Made from the files of stdlib/ by cmake/embed_stdlib.cmake.
#include <array>

#include \"engine/standard_modules.hpp\"

namespace rubric::engine {

namespace {

using namespace std::string_view_literals;

constexpr std::array<StandardFile, ${count}> kFiles{{
${rows}}};

}  // namespace

std::span<const StandardFile> standard_files() {
  return kFiles;
}

}  // namespace rubric::engine
")
