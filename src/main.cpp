#include "cli/run.hpp"

int main(int argc, char** argv)
{
  return flowsync::cli::main(argc, argv);
}
