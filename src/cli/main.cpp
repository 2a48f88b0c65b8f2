#include "cli/commands.hpp"

int main(int argc, char** argv) {
  return rubric::cli::program({argv + (argc > 0 ? 1 : 0), argv + argc});
}
