#include "cli/run.hpp"

#include <algorithm>
#include <thread>

#include <malloc.h>

int main(int argc, char** argv)
{
#ifdef __GLIBC__
  // Replies of 100 KB come and go by the hundred, and each time glibc would go through all its small free pieces to
  // join them: an eighth of a large plan's time (docs/decisions/010-held-once.md).
  ::mallopt(M_MXFAST, 0);
  // Each thread beyond these would get an arena of its own, up to eight a core, and what is freed in one is of no use
  // to the others: a sixth of a large plan's memory.
  ::mallopt(M_ARENA_MAX, static_cast<int>(std::max(2U, std::thread::hardware_concurrency())));
#endif
  return flowsync::cli::main(argc, argv);
}
