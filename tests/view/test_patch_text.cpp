#include "view/patch_text.hpp"

#include <doctest/doctest.h>

using flowsync::view::Paint;
using flowsync::view::patch_text;

TEST_CASE("a patch is what diff -u writes")
{
  CHECK(patch_text("a.yaml", "x\n", "x\n", Paint{}).empty());
  CHECK(patch_text("a.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n",
                   "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\n13\n", Paint{}) ==
        "--- a.yaml\n+++ a.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        "@@ -10,3 +10,4 @@\n 10\n 11\n 12\n+13\n");
  CHECK(patch_text("a.yaml", "", "x\n", Paint{}) == "--- a.yaml\n+++ a.yaml\n@@ -0,0 +1 @@\n+x\n");
  CHECK(patch_text("a.yaml", "x", "x\n", Paint{}) ==
        "--- a.yaml\n+++ a.yaml\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
}
