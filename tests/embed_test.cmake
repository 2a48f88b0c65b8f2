# Runs examples/embed as its page says, and holds what it prints to expected.txt.
execute_process(COMMAND ${PROGRAM} ${FOLDER}/criteria.rubric OUTPUT_VARIABLE printed RESULT_VARIABLE code)
file(READ ${FOLDER}/expected.txt expected)
if(NOT code EQUAL 0 OR NOT printed STREQUAL expected)
  message(FATAL_ERROR "route_leads ended with ${code} and printed\n${printed}\ninstead of\n${expected}")
endif()
