// One run at a time: torch's generator and thread count belong to the process, and the memory test measures all of it.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
