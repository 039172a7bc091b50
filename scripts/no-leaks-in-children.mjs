// LeakSanitizer has read its options by now: what is set here is for the children.
process.env.ASAN_OPTIONS = 'detect_leaks=0';
