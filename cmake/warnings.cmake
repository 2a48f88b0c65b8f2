# One list of warnings for all of our own targets.
add_library(rubric_warnings INTERFACE)
target_compile_options(rubric_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough)
# GCC 12 takes some joining of strings for copies that overlap, where it has optimised enough (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(rubric_warnings INTERFACE $<$<CONFIG:Release>:-Wno-restrict>)
endif()
option(RUBRIC_WERROR "warnings are errors" OFF)
if(RUBRIC_WERROR)
  target_compile_options(rubric_warnings INTERFACE -Werror)
endif()
