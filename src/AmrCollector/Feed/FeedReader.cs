using AmrCollector.Ledger;

namespace AmrCollector.Feed;

/// <summary>Hands out entries in ledger order; a consumer that comes back with its cursor misses none and sees none twice.</summary>
/// <param name="ledger">Where the entries are; owned by the caller, closed after its readers.</param>
/// <param name="signal">Told after each commit: nobody polls.</param>
/// <param name="time">For waits.</param>
public sealed class FeedReader(LedgerReader ledger, CommitSignal signal, TimeProvider time)
{
    // A filter that matches nothing looks at so many stretches of the ledger before the consumer gets its next cursor.
    private const int MostSlices = 10;

    /// <summary>
    /// As <see cref="ReadAsync"/>; a query without a filter is answered by a <see cref="FeedAnswer.Stretch"/>, which is read while it is written out.
    /// </summary>
    public async Task<FeedAnswer> LookAsync(FeedQuery query, CancellationToken cancellationToken)
    {
        if (!query.Filter.IsAll) return await ReadAsync(query, cancellationToken);
        if (Check(query, out var sequence) is { } wrong) return wrong;
        if (query.Wait > TimeSpan.Zero && signal.Sequence <= sequence) await WaitAsync(sequence, query.Wait, cancellationToken);
        var (end, epochs) = ledger.Stretch(sequence, query.Limit);
        return new FeedAnswer.Stretch(new(ledger.Id, epochs, sequence, end, end.Sequence - sequence == query.Limit));
    }

    /// <summary>Writes up to <paramref name="most"/> entries of <paramref name="stretch"/> after <paramref name="sequence"/>; returns the last one's place.</summary>
    public long Write(FeedStretch stretch, long sequence, int most, FeedRows rows, System.Buffers.IBufferWriter<byte> output)
    {
        var last = Math.Min(stretch.End.Sequence, sequence + most);
        ledger.Visit(sequence, last, (scoped in row) => rows.Write(output, row));
        return last;
    }

    /// <summary>
    /// A page after the query's cursor. With a wait, and no entry there yet, the answer comes with the first commit that has one, or
    /// empty when the wait is over.
    /// </summary>
    public async Task<FeedAnswer> ReadAsync(FeedQuery query, CancellationToken cancellationToken)
    {
        if (Check(query, out var sequence) is { } wrong) return wrong;
        var started = time.GetTimestamp();
        while (true)
        {
            var page = Read(sequence, query);
            var left = query.Wait - time.GetElapsedTime(started);
            if (page.Entries.Count > 0 || left <= TimeSpan.Zero) return new FeedAnswer.Page(page);
            sequence = page.Head.Sequence;
            await WaitAsync(sequence, left, cancellationToken);
        }
    }

    /// <summary>Entries after <paramref name="sequence"/> at once, for sinks that keep a sequence of their own.</summary>
    public FeedPage Read(long sequence, FeedQuery query)
    {
        EntrySlice slice;
        var slices = 0;
        do
        {
            slice = ledger.ReadAfter(sequence, query.Limit, query.Filter);
            sequence = slice.End.Sequence;
        }
        while (slice is { Full: true, Entries.Count: 0 } && ++slices < MostSlices);

        return new()
        {
            Ledger = ledger.Id,
            Epochs = ledger.Epochs(),
            Entries = slice.Entries,
            Head = slice.End,
            Full = slice.Entries.Count == query.Limit,
        };
    }

    /// <summary>
    /// The sequence that <paramref name="after"/> stands for, 0 for null or empty; otherwise the answer that says what is wrong with it.
    /// </summary>
    public FeedAnswer? Locate(string? after, out long sequence)
    {
        sequence = 0;
        if (string.IsNullOrEmpty(after)) return null;
        if (!FeedCursor.TryParse(after, out var cursor)) return new FeedAnswer.Invalid("after is not a cursor of this feed: give back 'next' or 'cursor' as it was");
        sequence = cursor.Sequence;
        return Locate(cursor);
    }

    /// <summary>Null when entries after <paramref name="cursor"/> can be given, otherwise what is wrong with it.</summary>
    public FeedAnswer.Gone? Locate(FeedCursor cursor)
    {
        var epochs = ledger.Epochs();
        if (cursor.Ledger != ledger.Id)
        {
            return new(
                $"The cursor is of ledger {cursor.Ledger}, this is ledger {ledger.Id}: nothing here is known to be what you have. Reconcile, then begin with the resume cursor or without one.",
                new(ledger.Id, epochs.TagOf(0), 0));
        }

        if (epochs.LastOf(cursor.Epoch) is not { } last)
        {
            return new(
                "The cursor is of an epoch this ledger does not know: it was restored from an older backup. Reconcile by meter, item, instant and source, then begin with the resume cursor.",
                new(ledger.Id, epochs.TagOf(epochs.Current.AfterSequence), epochs.Current.AfterSequence));
        }

        var most = Math.Min(last, ledger.Head().Sequence);
        if (cursor.Sequence <= most) return null;
        return new(
            $"The cursor stands after entry {cursor.Sequence}, but this ledger has entries of that epoch only up to {most}: it was restored from a backup. Entries you hold beyond {most} are not in it; mark them, go on from the resume cursor, and match what comes by meter, item, instant and source.",
            new(ledger.Id, epochs.TagOf(most), most));
    }

    private FeedAnswer? Check(FeedQuery query, out long sequence)
    {
        sequence = 0;
        if (query.Limit is < 1 or > FeedQuery.MostEntries) return new FeedAnswer.Invalid($"limit must be from 1 to {FeedQuery.MostEntries}");
        if (query.Wait < TimeSpan.Zero || query.Wait > FeedQuery.LongestWait) return new FeedAnswer.Invalid($"wait must be from 0 to {FeedQuery.LongestWait.TotalSeconds:0} s");
        return Locate(query.After, out sequence);
    }

    private async Task WaitAsync(long sequence, TimeSpan most, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await signal.WaitBeyondAsync(sequence, either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return; // the wait is over: the next look gives the empty page
        }
    }
}
