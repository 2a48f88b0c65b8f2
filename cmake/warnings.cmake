# One list of warnings for all of our own targets.
add_library(rubric_warnings INTERFACE)
target_compile_options(rubric_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough)
option(RUBRIC_WERROR "warnings are errors" OFF)
if(RUBRIC_WERROR)
  target_compile_options(rubric_warnings INTERFACE -Werror)
endif()
