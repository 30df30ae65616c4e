#include "cli/run.hpp"

#include <malloc.h>

int main(int argc, char** argv)
{
#ifdef __GLIBC__
  // Replies of 100 KB come and go by the hundred, and each time glibc would go through all its small free pieces to
  // join them: an eighth of a large plan's time (docs/decisions/010-held-once.md).
  ::mallopt(M_MXFAST, 0);
#endif
  return flowsync::cli::main(argc, argv);
}
